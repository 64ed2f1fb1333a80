import type { ComponentProps } from 'react'
import css from './button.module.css'

/** How loud a button is: bordered, without border, filled, or bordered and in use. */
export type ButtonLook = 'normal' | 'plain' | 'primary' | 'on'

function buttonClass(look: ButtonLook = 'normal', isSquare = false): string {
  return [css['button'], look === 'normal' ? '' : css[look], isSquare ? css['square'] : ''].filter(Boolean).join(' ')
}

/** A button of type "button"; `square` for one that holds an icon alone (give it an `aria-label`). */
export function Button({
  look = 'normal',
  square = false,
  className = '',
  ...rest
}: ComponentProps<'button'> & { readonly look?: ButtonLook; readonly square?: boolean }) {
  return <button type="button" className={`${buttonClass(look, square)} ${className}`} {...rest} />
}
