import { KINDS, type KindGroup } from './kinds.ts'

/** What the sheets of pictures hold. */
export const SHEETS: Readonly<Record<KindGroup, string>> = {
  run: 'Messages, prompts, condensations, errors, pauses, hooks and risks',
  tools: 'Commands, plans, thoughts, refusals and calls that could not be made',
  files: 'Files',
  browser: 'Browser',
  delegation: 'Delegation, MCP, skills and questions',
  acp: 'Agents that speak ACP',
  state: 'State updates, streaming and tokens',
  odd: 'What nobody knows',
  v0: 'V0',
}

/** The table of README.md in this folder. */
export function kindsReadme(): string {
  const sheets = Object.entries(SHEETS).map(([group, title]) => {
    const rows = KINDS.filter((kind) => kind.group === group).map((kind) => {
      const from = 'made' in kind ? 'made' : [kind.event, kind.answer].filter(Boolean).map(linked).join(', ')
      return `| ${kind.shapes.map((shape) => `\`${shape}\``).join(', ')} | \`${kind.renderer}\` | ${from} |`
    })
    return [
      `## ${title}`,
      '',
      `[light](pictures/${group}-light.png) · [dark](pictures/${group}-dark.png)`,
      '',
      '| kind and shape | renderer | example |',
      '| --- | --- | --- |',
      ...rows,
      '',
    ].join('\n')
  })
  return `${INTRO}\n${sheets.join('\n')}`
}

/** A long path is a link of one word: the table stays readable. */
function linked(path: string | undefined): string {
  const [folder = '', ...rest] = (path ?? '').split('/')
  const file = rest.at(-1) ?? ''
  return `[${folder} ${/(\d{5})/.exec(file)?.[1] ?? file.slice(0, 8)}](../fixtures/${path})`
}

const INTRO = `# How every kind of event is told

Each row is a kind of event in one shape: which renderer tells it (\`data-renderer\` on the page, \`describeEvent\` in
\`src/web/lib/event-describe.ts\`), and an example: recorded from a real server, or made from the shapes of the API where no
recording holds one. \`src/tools/kinds.test.ts\` fails where a recorded shape has no row, a row is told by another renderer, or a
known kind falls to the generic ones (\`any-event\`, \`any-call\`, \`any-answer\`). This file and the pictures are written by
\`LOOKOUT_PICTURES=1 npx playwright test e2e/kinds.spec.ts\` after a build.
`
