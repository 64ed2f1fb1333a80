import type { ReactNode } from 'react'
import { STATUS_LABELS, isStatus, type Status } from '../../contract/statuses.ts'
import css from './status-mark.module.css'

const line = {
  fill: 'none',
  stroke: 'currentColor',
  strokeWidth: 1.6,
  strokeLinecap: 'round',
  strokeLinejoin: 'round',
} as const

const icons: Record<Status, ReactNode> = {
  running: <circle cx="8" cy="8" r="5.2" {...line} strokeWidth={1.8} strokeDasharray="22 11" />,
  waiting_for_confirmation: <path d="M8 2.2a5.8 5.8 0 1 1 0 11.6A5.8 5.8 0 0 1 8 2.2Zm0 3v3.2l2 1.4" {...line} />,
  error: <path d="M8 2.2 14 13H2ZM8 6.4v3M8 11.3v.1" {...line} />,
  stuck: <path d="M3 8a5 5 0 0 1 8.6-3.4M13 8a5 5 0 0 1-8.6 3.4M11.6 1.9v2.9H8.8M4.4 14.1v-2.9h2.8" {...line} />,
  paused: <path d="M5.5 3.5v9M10.5 3.5v9" {...line} strokeWidth={2.2} />,
  idle: <circle cx="8" cy="8" r="4.6" {...line} />,
  finished: <path d="m3.2 8.4 3.2 3.2 6.4-7" {...line} strokeWidth={1.9} />,
  deleting: <path d="M4 5.5h8M6.5 5.5v-2h3v2M5 5.5l.6 7.5h4.8l.6-7.5" {...line} />,
  unknown: (
    <>
      <circle cx="8" cy="8" r="5.4" {...line} strokeWidth={1.4} strokeDasharray="2.2 2" />
      <path d="M6.6 6.5a1.5 1.5 0 1 1 2 1.5c-.4.2-.6.5-.6 1M8 11v.1" {...line} strokeWidth={1.4} />
    </>
  ),
}

/** The icon of a status, in its colour where an ancestor carries `statusTone`; a status never seen gets that of "unknown". */
export function StatusIcon({ status, size = 16 }: { readonly status: string; readonly size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 16 16" aria-hidden="true">
      {icons[isStatus(status) ? status : 'unknown']}
    </svg>
  )
}

/** The word shown for a status; one never seen before is shown as it is spelt. */
export function formatStatus(status: string): string {
  return isStatus(status) ? STATUS_LABELS[status] : status
}

/** Class that sets `--tone` and `--tone-soft` to the colours of a status. */
export function statusTone(status: string): string {
  return css[isStatus(status) ? status : 'unknown'] ?? ''
}

/** Icon, word and colour of a status; `reason` (why it is unknown, say) is shown on hover. */
export function StatusMark({
  status,
  reason = null,
  size = 16,
}: {
  readonly status: string
  readonly reason?: string | null
  readonly size?: number
}) {
  return (
    <span className={`${css['mark']} ${statusTone(status)}`} title={reason ?? undefined}>
      <StatusIcon status={status} size={size} />
      <span className={css['label']}>{formatStatus(status)}</span>
    </span>
  )
}
