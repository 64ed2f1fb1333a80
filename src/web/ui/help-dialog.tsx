import { SHORTCUTS, keyLabel, type ShortcutPlace } from '../lib/shortcuts.ts'
import { Button } from './button.tsx'
import css from './help-dialog.module.css'
import { Icon } from './icon.tsx'
import { useModal } from './modal.ts'
import { useSingleKeys } from './preferences.ts'

const PLACES: Readonly<Record<ShortcutPlace, string>> = {
  everywhere: 'Everywhere',
  list: 'In the list and the search',
  conversation: 'In a conversation',
}

/** Every shortcut, from the table that binds them, and the switch that turns single keys off. */
export function HelpDialog({ onClose }: { readonly onClose: () => void }) {
  const dialog = useModal()
  const [isOn, setOn] = useSingleKeys()
  return (
    <dialog ref={dialog} className={css['dialog']} aria-labelledby="help-title" onClose={onClose}>
      <div className={css['inside']}>
        <div className={css['head']}>
          <h2 id="help-title">Keyboard shortcuts</h2>
          <Button look="plain" square aria-label="Close" onClick={() => dialog.current?.close()}>
            <Icon name="close" />
          </Button>
        </div>
        <label className={css['switch']}>
          <input type="checkbox" checked={isOn} onChange={(event) => setOn(event.target.checked)} />
          Single keys are shortcuts
        </label>
        <p className={css['note']}>They rest while you type, with Ctrl, Alt or Meta, and while a dialog is open.</p>
        <div className={css['places']}>
          {Object.entries(PLACES).map(([place, title]) => (
            <section key={place} aria-label={title}>
              <h3>{title}</h3>
              <dl>
                {Object.values(SHORTCUTS)
                  .filter((shortcut) => shortcut.place === place)
                  .map(({ keys, label }) => (
                    <div key={label}>
                      <dt>{label}</dt>
                      <dd>
                        {keys.map((key, index) => (
                          <Keys key={key} spelt={key} isOther={index > 0} />
                        ))}
                      </dd>
                    </div>
                  ))}
              </dl>
            </section>
          ))}
        </div>
      </div>
    </dialog>
  )
}

function Keys({ spelt, isOther }: { readonly spelt: string; readonly isOther: boolean }) {
  const parts = spelt === ' ' ? [spelt] : spelt.split(' ')
  return (
    <>
      {isOther && <span className="muted"> or </span>}
      {parts.map((part, index) => (
        <span key={part}>
          {index > 0 && <span className="muted"> then </span>}
          <kbd>{keyLabel(part)}</kbd>
        </span>
      ))}
    </>
  )
}
