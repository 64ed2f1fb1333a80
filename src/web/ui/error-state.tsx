import { Button } from './button.tsx'
import css from './error-state.module.css'

/** A part that failed: what, why in one line, details folded, and Retry where another attempt makes sense. */
export function ErrorState({
  title,
  error,
  onRetry,
}: {
  readonly title: string
  readonly error: unknown
  readonly onRetry?: (() => void) | undefined
}) {
  const message = error instanceof Error ? error.message : String(error)
  const detail = detailOf(error)
  return (
    <div role="alert" className={css['error']}>
      <p className={css['title']}>{title}</p>
      <p className={css['line']}>{message}</p>
      {detail !== '' && (
        <details className={css['detail']}>
          <summary>Details</summary>
          <pre>{detail}</pre>
        </details>
      )}
      {onRetry && <Button onClick={onRetry}>Retry</Button>}
    </div>
  )
}

function detailOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) return ''
  const code = 'status' in error && error.status !== 0 ? `Status ${String(error.status)}\n` : ''
  const request = 'requestId' in error && typeof error.requestId === 'string' ? `Request ${error.requestId}\n` : ''
  const status = code + request
  if (!('detail' in error) || error.detail === undefined) return status.trim()
  return status + (typeof error.detail === 'string' ? error.detail : JSON.stringify(error.detail, null, 2))
}
