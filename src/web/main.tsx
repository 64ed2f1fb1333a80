import { QueryClientProvider } from '@tanstack/react-query'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { makeQueryClient } from './query/query-client.ts'
import { App, preloadPage } from './routes.tsx'
import { startNavigation } from './ui/navigation.tsx'
import { applyTheme } from './ui/preferences.ts'
import './ui/tokens.css'
import './ui/base.css'

const root = document.getElementById('root')
if (root === null) throw new Error('index.html has no element #root')

// First, so that the page's code is on its way while everything else begins.
preloadPage(location.pathname)
applyTheme()
startNavigation()

createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={makeQueryClient()}>
      <App />
    </QueryClientProvider>
  </StrictMode>,
)
