import type { ReactNode } from 'react'
import { Button } from './button.tsx'
import { GlobalKeys } from './global-keys.tsx'
import { Icon } from './icon.tsx'
import { useTheme, useZone, type Theme } from './preferences.ts'
import { TimeHover } from './time-hover.tsx'
import css from './shell.module.css'

const nextTheme: Record<Theme, Theme> = { system: 'light', light: 'dark', dark: 'system' }
const themeIcons = { system: 'screen', light: 'sun', dark: 'moon' } as const

/** The bar above every page and the page below it. `home` and `nav` are links, made where the routes are known. */
export function Shell({
  home,
  nav,
  children,
}: {
  readonly home: (content: ReactNode) => ReactNode
  readonly nav: ReactNode
  readonly children: ReactNode
}) {
  return (
    <>
      <header className={css['header']} data-sticky>
        <a href="#content" className={css['skip']}>
          Skip to content
        </a>
        {home(
          <span className={css['brand']}>
            <Lens />
            Lookout
          </span>,
        )}
        <nav className={css['nav']} aria-label="Main">
          {nav}
        </nav>
        <div className={css['right']}>
          <ZoneSwitch />
          <ThemeSwitch />
          <GlobalKeys />
        </div>
      </header>
      <main id="content" tabIndex={-1}>
        {children}
      </main>
      <TimeHover />
    </>
  )
}

function Lens() {
  return (
    <svg
      width="20"
      height="20"
      viewBox="0 0 20 20"
      fill="none"
      stroke="currentColor"
      strokeWidth="2"
      aria-hidden="true"
    >
      <circle cx="10" cy="10" r="7.5" />
      <path d="M10 10 15 5" strokeLinecap="round" />
      <circle cx="10" cy="10" r="1.6" fill="currentColor" />
    </svg>
  )
}

function ZoneSwitch() {
  const [zone, setZone] = useZone()
  const label = zone === 'utc' ? 'UTC' : 'Local zone'
  return (
    <Button
      look="plain"
      title={zone === 'utc' ? 'Show times in local time' : 'Show times in UTC'}
      onClick={() => setZone(zone === 'utc' ? 'local' : 'utc')}
    >
      {label}
    </Button>
  )
}

function ThemeSwitch() {
  const [theme, setTheme] = useTheme()
  return (
    <Button
      look="plain"
      square
      title={`Theme: ${theme}`}
      aria-label={`Theme: ${theme}`}
      onClick={() => setTheme(nextTheme[theme])}
    >
      <Icon name={themeIcons[theme]} />
    </Button>
  )
}
