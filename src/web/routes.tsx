import type { QueryClient } from '@tanstack/react-query'
import {
  Link,
  Outlet,
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
} from '@tanstack/react-router'
import { Suspense, lazy } from 'react'
import { parseSearch, stringifySearch, toSearchRecord } from './lib/search-record.ts'
import { useSignInWanted } from './query/session.ts'
import { ErrorState } from './ui/error-state.tsx'
import { PageHeading } from './ui/page-heading.tsx'
import { Shell } from './ui/shell.tsx'

const rootRoute = createRootRouteWithContext<{ readonly queryClient: QueryClient }>()({
  // Texts only; each page reads the keys that it owns and carries the others along.
  validateSearch: toSearchRecord,
  component: Root,
  notFoundComponent: NotFound,
  errorComponent: ({ error, reset }) => <ErrorState title="This page failed" error={error} onRetry={reset} />,
})

/** Stands in for every page while the server lets nobody in, and has no address of its own. */
const SignInPage = lazy(async () => ({ default: (await import('./pages/sign-in/sign-in-page.tsx')).SignInPage }))

const listRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/',
  component: lazyRouteComponent(() => import('./pages/list/list-page.tsx'), 'ListPage'),
})

const detailRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/conversations/$conversationId',
  component: lazyRouteComponent(() => import('./pages/detail/detail-page.tsx'), 'DetailPage'),
})

/** The same page, opened at one event. */
const eventRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/conversations/$conversationId/events/$eventId',
  component: lazyRouteComponent(() => import('./pages/detail/detail-page.tsx'), 'DetailPage'),
})

const routeTree = rootRoute.addChildren([listRoute, detailRoute, eventRoute])

/** The router over all pages. The address keeps this app's own spelling of its search (`lib/search-record.ts`). */
export function makeRouter(queryClient: QueryClient) {
  return createRouter({
    routeTree,
    context: { queryClient },
    parseSearch,
    stringifySearch,
    scrollRestoration: true,
    defaultPreload: 'intent',
  })
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof makeRouter>
  }
}

function Root() {
  const isSignInWanted = useSignInWanted()
  return (
    <Shell
      home={(brand) => <Link to="/">{brand}</Link>}
      nav={
        <Link to="/" activeOptions={{ exact: true, includeSearch: false }}>
          Conversations
        </Link>
      }
    >
      {isSignInWanted ? (
        <Suspense>
          <SignInPage />
        </Suspense>
      ) : (
        <Outlet />
      )}
    </Shell>
  )
}

function NotFound() {
  return (
    <>
      <PageHeading title="Not found · Lookout">Nothing here</PageHeading>
      <p>
        This address leads to no page. <Link to="/">Back to all conversations</Link>
      </p>
    </>
  )
}
