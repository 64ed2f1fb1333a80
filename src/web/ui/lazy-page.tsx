import { use, type ComponentType } from 'react'

/** A page, or a part of one, whose code is fetched when it is needed. */
export interface LazyPage<P extends object> {
  readonly Page: ComponentType<P>
  /** Fetches the code ahead, and once more where it could not be fetched before. */
  readonly preload: () => void
}

/** Makes a page of a dynamic import. Unlike React's `lazy`, a failure is not for ever. */
export function lazyPage<P extends object>(load: () => Promise<ComponentType<P>>): LazyPage<P> {
  let loading: Promise<ComponentType<P>> | null = null
  let hasFailed = false
  // Code that is there needs no waiting; React would hold back for 300 ms what comes after even the shortest.
  let loaded: ComponentType<P> | null = null
  const start = () => {
    const started = load().then((page) => {
      loaded = page
      return page
    })
    loading = started
    // The page throws it when it is shown; before that nobody misses anything.
    started.catch(() => {
      hasFailed = true
    })
    hasFailed = false
    return started
  }
  return {
    Page: function LazyPage(props) {
      const Loaded = loaded ?? use(loading ?? start())
      return <Loaded {...props} />
    },
    preload: () => {
      if (loading === null || hasFailed) void start()
    },
  }
}
