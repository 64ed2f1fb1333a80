import { Suspense, lazy, useEffect } from 'react'
import { LIST_PATH, SEARCH_PATH, SOURCES_PATH, readPath } from './lib/paths.ts'
import { useSignInWanted } from './query/session.ts'
import { lazyPage } from './ui/lazy-page.tsx'
import { Link, NavLink } from './ui/link.tsx'
import { NavigationProvider, useHistoryKey, usePath } from './ui/navigation.tsx'
import { PageBoundary } from './ui/page-boundary.tsx'
import { PageHeading } from './ui/page-heading.tsx'
import { Shell } from './ui/shell.tsx'

/** Every page that has an address, by its name in `lib/paths.ts`. */
const pages = {
  list: lazyPage(async () => (await import('./pages/list/list-page.tsx')).ListPage),
  search: lazyPage(async () => (await import('./pages/search/search-page.tsx')).SearchPage),
  sources: lazyPage(async () => (await import('./pages/sources/sources-page.tsx')).SourcesPage),
  conversation: lazyPage(async () => (await import('./pages/detail/detail-page.tsx')).DetailPage),
}

/** Stands in for every page while the server lets nobody in, and has no address of its own. */
const SignInPage = lazy(async () => ({ default: (await import('./pages/sign-in/sign-in-page.tsx')).SignInPage }))

/** Fetches the code of the page that a path leads to. */
export function preloadPage(path: string): void {
  const place = readPath(path)
  if (place !== null) pages[place.page].preload()
}

/** The whole app: the bar above, and the page that the address leads to. */
export function App() {
  usePreloadOnIntent()
  return (
    <NavigationProvider>
      <Shell
        home={(brand) => <Link to={LIST_PATH}>{brand}</Link>}
        nav={
          <>
            <NavLink to={LIST_PATH}>Conversations</NavLink>
            <NavLink to={SEARCH_PATH}>Search</NavLink>
            <NavLink to={SOURCES_PATH}>Sources</NavLink>
          </>
        }
      >
        <Content />
      </Shell>
    </NavigationProvider>
  )
}

function Content() {
  const isSignInWanted = useSignInWanted()
  const path = usePath()
  return (
    <PageBoundary step={useHistoryKey()} onRetry={() => preloadPage(path)}>
      <Suspense>{isSignInWanted ? <SignInPage /> : <Page path={path} />}</Suspense>
    </PageBoundary>
  )
}

function Page({ path }: { readonly path: string }) {
  const place = readPath(path)
  switch (place?.page) {
    case 'list':
      return <pages.list.Page />
    case 'search':
      return <pages.search.Page />
    case 'sources':
      return <pages.sources.Page />
    case 'conversation':
      return <pages.conversation.Page conversationId={place.conversationId} eventId={place.eventId} />
    case undefined:
      return <NotFound />
  }
}

function NotFound() {
  return (
    <>
      <PageHeading title="Not found · Lookout">Nothing here</PageHeading>
      <p>
        This address leads to no page. <Link to={LIST_PATH}>Back to all conversations</Link>
      </p>
    </>
  )
}

/** A link that is pointed at or focused is likely to be followed: the code of its page is fetched ahead. */
function usePreloadOnIntent(): void {
  // Speaks to the document: pointer and focus.
  useEffect(() => {
    const onIntent = ({ target }: Event) => {
      const link = target instanceof Element ? target.closest('a') : null
      if (link?.origin === location.origin) preloadPage(link.pathname)
    }
    const intents = ['pointerover', 'focusin']
    intents.forEach((intent) => document.addEventListener(intent, onIntent, { passive: true }))
    return () => intents.forEach((intent) => document.removeEventListener(intent, onIntent))
  }, [])
}
