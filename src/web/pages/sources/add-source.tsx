import css from './sources-page.module.css'

const COMMAND = 'npm start -- http://127.0.0.1:8000 https://app.example.dev ./conversations'
const SETTINGS = `sources:
  - ~/.openhands/conversations
  - url: https://app.example.dev
    name: cloud
    key_file: cloud.key`

/** How a source is given to Lookout. The README says the rest. */
export function AddSource() {
  return (
    <section aria-labelledby="add-source" className={css['help']}>
      <h2 id="add-source">Add a source</h2>
      <p>
        Start Lookout with the addresses of servers (an Agent Server, an app server V0 or V1, OpenHands Cloud) and paths
        of directories or downloaded trajectories, in any mix. It finds out what each of them is, and only reads.
      </p>
      <pre tabIndex={0} role="group" aria-label="Command">
        {COMMAND}
      </pre>
      <p>
        Or name them in a file of settings, given with <code>--config</code>:
      </p>
      <pre tabIndex={0} role="group" aria-label="File of settings">
        {SETTINGS}
      </pre>
      <p>
        A server’s key comes from the environment, <code>LOOKOUT_KEY_APP_EXAMPLE_DEV</code> for{' '}
        <code>https://app.example.dev</code>, or from a file that you alone may read. It is sent to that server and goes
        nowhere else.
      </p>
    </section>
  )
}
