import css from './list-states.module.css'

/** How a directory is given to Lookout. */
export const GIVE_A_DIRECTORY = 'npm start -- path/to/conversations'

/** The shape of the table while the first page is on its way; invisible for the first 150 ms. */
export function ListSkeleton() {
  return (
    <div className={css['skeleton']} role="status" aria-label="Loading conversations">
      {Array.from({ length: 18 }, (_, row) => (
        <div key={row} className={css['line']} aria-hidden="true">
          <i />
          <i />
          <i />
          <i />
        </div>
      ))}
      <p className={css['slow']}>Still working…</p>
    </div>
  )
}

/** The first walk over the sources has not found a conversation so far. */
export function StillReading() {
  return (
    <div className={css['empty']} role="status">
      <h2>Reading conversations…</h2>
      <p>The first ones appear here as soon as they are read.</p>
    </div>
  )
}
