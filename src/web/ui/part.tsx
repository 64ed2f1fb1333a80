import { Component, Suspense, type ReactNode } from 'react'
import { Button } from './button.tsx'

interface Props {
  /** As it stands in "… could not be shown". */
  readonly name: string
  /** Called before another attempt: fetches the code once more. */
  readonly onRetry: () => void
  readonly children: ReactNode
}

/** A part of a page that comes after the rest, and whose failure, of its code too, takes nothing with it. */
export class Part extends Component<Props, { readonly hasFailed: boolean }> {
  override state = { hasFailed: false }

  static getDerivedStateFromError(): { readonly hasFailed: boolean } {
    return { hasFailed: true }
  }

  override render(): ReactNode {
    const { name, onRetry, children } = this.props
    if (!this.state.hasFailed) return <Suspense>{children}</Suspense>
    const retry = () => {
      onRetry()
      this.setState({ hasFailed: false })
    }
    return (
      <span role="status" className="muted">
        {name} could not be shown{' '}
        <Button look="plain" onClick={retry}>
          Load again
        </Button>
      </span>
    )
  }
}
