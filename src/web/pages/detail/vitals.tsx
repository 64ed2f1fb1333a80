import { useQuery } from '@tanstack/react-query'
import type { CSSProperties, ReactNode } from 'react'
import { withKeys, withoutEventFilter } from '../../lib/event-filter.ts'
import { formatCost, formatCount, formatDuration, formatShortCount, UNKNOWN } from '../../lib/format.ts'
import { eventPath } from '../../lib/paths.ts'
import { toUsageCurve } from '../../lib/usage-curve.ts'
import type { Conversation } from '../../query/conversations.ts'
import { usage, type Usage } from '../../query/usage.ts'
import { ErrorState } from '../../ui/error-state.tsx'
import { Link } from '../../ui/link.tsx'
import { useSkeleton } from '../../ui/waiting.ts'
import type { DetailAddress } from './detail-address.ts'
import { isGoingOn } from './live.ts'
import { VitalsChart } from './vitals-chart.tsx'
import css from './vitals.module.css'

/** What the whole conversation cost, by model and over time, and where its time went. */
export function Vitals({
  address,
  conversation,
}: {
  readonly address: DetailAddress
  readonly conversation: Conversation
}) {
  const answer = useQuery(usage(conversation.id, conversation.status, isGoingOn(conversation)))
  const isSkeleton = useSkeleton(answer.isPending)
  if (answer.data === undefined && answer.isError)
    return (
      <ErrorState
        title="Cost and durations could not be loaded"
        error={answer.error}
        onRetry={() => void answer.refetch()}
      />
    )
  if (answer.data === undefined)
    return (
      <div role="status" aria-busy="true" aria-label="Loading cost and durations" className={css['coming']}>
        {isSkeleton && [0, 1, 2, 3, 4, 5].map((line) => <span key={line} />)}
      </div>
    )
  const { models, over_time, tools, slowest } = answer.data
  const curve = toUsageCurve(over_time)
  // What is read as 0.0s is not slow.
  const slow = slowest.filter(({ elapsed_ms }) => elapsed_ms >= 50)
  return (
    <div aria-busy={answer.isPlaceholderData} className={css['vitals']}>
      <Section name="Cost">
        <Models models={models} />
        {curve !== null && <VitalsChart curve={curve} />}
      </Section>
      <Section name="Time in tools">
        <Tools tools={tools} />
      </Section>
      {slow.length > 0 && (
        <Section name="Slowest">
          <Slowest slowest={slow} address={address} />
        </Section>
      )}
    </div>
  )
}

function Section({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <section aria-label={name}>
      <h2>{name}</h2>
      {children}
    </section>
  )
}

function Models({ models }: Pick<Usage, 'models'>) {
  if (models.length === 0) return <p className="muted">{UNKNOWN}: nobody says what this cost.</p>
  return (
    <ul aria-label="Cost and tokens by model" className={css['models']}>
      {models.map(({ model, cost, prompt_tokens, completion_tokens }) => (
        <li key={model}>
          <bdi title={model ?? undefined}>{model === null ? 'unknown model' : withoutProvider(model)}</bdi>{' '}
          <span title={cost === null ? undefined : `$${cost}`}>
            <Known is={cost !== null}>{formatCost(cost)}</Known>
          </span>{' '}
          <small>
            tokens: <Tokens count={prompt_tokens} /> sent, <Tokens count={completion_tokens} /> answered
          </small>
        </li>
      ))}
    </ul>
  )
}

/** The name without what stands before it for the router: the end tells models apart. The whole is in the title. */
function withoutProvider(model: string): string {
  return model.slice(model.lastIndexOf('/') + 1)
}

function Tokens({ count }: { readonly count: number | null }) {
  if (count === null) return <Known is={false}>{UNKNOWN}</Known>
  return <span title={`${formatCount(count)} tokens`}>{formatShortCount(count)}</span>
}

function Known({ is, children }: { readonly is: boolean; readonly children: string }) {
  return is ? children : <span className={css['unknown']}>{children}</span>
}

function Tools({ tools }: Pick<Usage, 'tools'>) {
  if (tools.length === 0) return <p className="muted">No tool was called.</p>
  const most = Math.max(1, ...tools.map(({ elapsed_ms }) => elapsed_ms ?? 0))
  return (
    <table className={css['tools']}>
      <caption className="visually-hidden">Calls and time by tool</caption>
      <thead>
        <tr>
          <th scope="col">Tool</th>
          <th scope="col">Calls</th>
          <th scope="col">Time</th>
        </tr>
      </thead>
      <tbody>
        {tools.map(({ tool_name: tool, count, elapsed_ms: elapsed }) => (
          // React's type of styles knows no custom properties.
          <tr key={tool} style={{ '--share': (elapsed ?? 0) / most } as CSSProperties}>
            <th scope="row" title={tool}>
              <bdi>{tool}</bdi>
            </th>
            <td>{formatCount(count)}</td>
            <td>
              <Known is={elapsed !== null}>{formatDuration(elapsed === null ? null : elapsed / 1000)}</Known>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function Slowest({
  slowest,
  address: { conversationId, record },
}: Pick<Usage, 'slowest'> & { readonly address: DetailAddress }) {
  // Without the filters, which may hide the step.
  const search = withKeys(withoutEventFilter(record), { tab: undefined })
  return (
    <ol className={css['slowest']}>
      {slowest.map(({ event_id, tool_name, headline, elapsed_ms }) => (
        <li key={event_id}>
          <Link to={eventPath(conversationId, event_id)} search={search} scroll="keep" title={headline ?? tool_name}>
            <bdi className="mono">{headline ?? tool_name}</bdi> <span>{formatDuration(elapsed_ms / 1000)}</span>
          </Link>
        </li>
      ))}
    </ol>
  )
}
