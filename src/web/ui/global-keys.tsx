import { Suspense, lazy, useState } from 'react'
import { LIST_PATH, SEARCH_PATH, SOURCES_PATH } from '../lib/paths.ts'
import { Button } from './button.tsx'
import { navigate } from './navigation.tsx'
import { useZone } from './preferences.ts'
import { useShortcuts } from './shortcuts.ts'

const HelpDialog = lazy(async () => ({ default: (await import('./help-dialog.tsx')).HelpDialog }))

/** The keys that work on every page, and the button for those who do not know them yet. */
export function GlobalKeys() {
  const [isHelpOpen, setHelpOpen] = useState(false)
  const [zone, setZone] = useZone()
  useShortcuts({
    help: () => setHelpOpen(true),
    zone: () => setZone(zone === 'utc' ? 'local' : 'utc'),
    goToConversations: () => navigate(LIST_PATH),
    goToSearch: () => navigate(SEARCH_PATH),
    goToSources: () => navigate(SOURCES_PATH),
  })
  return (
    <>
      <Button
        look="plain"
        square
        title="Keyboard shortcuts"
        aria-label="Keyboard shortcuts"
        onClick={() => setHelpOpen(true)}
      >
        ?
      </Button>
      {isHelpOpen && (
        <Suspense>
          <HelpDialog onClose={() => setHelpOpen(false)} />
        </Suspense>
      )}
    </>
  )
}
