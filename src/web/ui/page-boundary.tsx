import { Component, type ReactNode } from 'react'
import { ErrorState } from './error-state.tsx'

interface Props {
  /** Key of the step of the history: another one is another attempt. */
  readonly step: string
  /** Called before another attempt. */
  readonly onRetry: () => void
  readonly children: ReactNode
}

interface State {
  readonly step: string
  readonly failure: { readonly error: unknown; readonly isOutdated: boolean } | null
}

/** Shows why a page failed, in its place: what is around it stays. */
export class PageBoundary extends Component<Props, State> {
  override state: State = { step: this.props.step, failure: null }

  static getDerivedStateFromProps({ step }: Props, state: State): State | null {
    return step === state.step ? null : { step, failure: null }
  }

  static getDerivedStateFromError(error: unknown): Pick<State, 'failure'> {
    return { failure: { error, isOutdated: isCodeGone(error) && !hasReloadedFor(error) } }
  }

  /**
   * Code that is gone is probably that of an older build: the document is loaded anew, once. Not where nobody answers at all:
   * then the reader would lose the page too.
   */
  override componentDidCatch(error: unknown): void {
    if (this.state.failure?.isOutdated === true) void this.#reload(error)
  }

  async #reload(error: unknown): Promise<void> {
    try {
      await fetch('/health')
      if (rememberReload(error)) location.reload()
    } catch {
      this.setState({ failure: { error, isOutdated: false } })
    }
  }

  override render(): ReactNode {
    const { failure } = this.state
    if (failure === null) return this.props.children
    if (failure.isOutdated) return null
    const retry = () => {
      this.props.onRetry()
      this.setState({ failure: null })
    }
    return <ErrorState title="This page failed" error={failure.error} onRetry={retry} />
  }
}

/** What Chromium, Firefox, Safari and Vite's loader say where a file of the build cannot be had. */
const CODE_GONE =
  /^(?:Failed to fetch dynamically|error loading dynamically|Importing a module script failed|Unable to preload CSS)/

function isCodeGone(error: unknown): error is Error {
  return error instanceof Error && CODE_GONE.test(error.message)
}

/** The message names the file, so that each file that is missing has its one reload. */
function storageKey(error: unknown): string {
  return `lookout.reload ${String(error)}`
}

function hasReloadedFor(error: unknown): boolean {
  try {
    return sessionStorage.getItem(storageKey(error)) !== null
  } catch {
    // What cannot be remembered might go on for ever.
    return true
  }
}

/** @returns whether it could be remembered */
function rememberReload(error: unknown): boolean {
  try {
    sessionStorage.setItem(storageKey(error), '1')
    return true
  } catch {
    return false
  }
}
