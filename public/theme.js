// Loaded in the head, before the first paint: no flash of the wrong theme, and no inline script for the CSP to allow.
;(() => {
  let stored = null
  try {
    stored = localStorage.getItem('lookout-theme')
  } catch {
    // Storage may be forbidden; the system's choice stands then.
    stored = null
  }
  const system = matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light'
  document.documentElement.dataset.theme = stored === 'light' || stored === 'dark' ? stored : system
})()
