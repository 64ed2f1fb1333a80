/** Strokes of the icons that the first page needs, on a grid of 16: drawn here, because a library would outweigh them. */
const strokes = {
  'arrow-down': 'M8 3v10M4 9l4 4 4-4',
  'arrow-up': 'M8 13V3M4 7l4-4 4 4',
  check: 'm3.2 8.4 3.2 3.2 6.4-7',
  'chevron-down': 'm4.5 6.2 3.5 3.6 3.5-3.6',
  'chevron-left': 'M9.8 4.5 6.2 8l3.6 3.5',
  'chevron-right': 'M6.2 4.5 9.8 8l-3.6 3.5',
  clock: 'M8 2.2a5.8 5.8 0 1 1 0 11.6A5.8 5.8 0 0 1 8 2.2Zm0 3v3.2l2 1.4',
  close: 'm4 4 8 8M12 4l-8 8',
  minus: 'M3.5 8h9',
  moon: 'M13.4 9.6A5.8 5.8 0 0 1 6.4 2.6 5.8 5.8 0 1 0 13.4 9.6Z',
  pencil: 'M3 13l.6-2.8 7.2-7.2a1.3 1.3 0 0 1 1.8 0l.4.4a1.3 1.3 0 0 1 0 1.8L5.8 12.4ZM9.6 4.4l2 2',
  refresh: 'M13.2 8A5.2 5.2 0 1 1 11.5 4.1L13.4 6M13.4 2.6V6H10',
  screen: 'M2.2 3h11.6v7.6H2.2ZM5.6 13.4h4.8M8 10.6v2.8',
  search: 'M7.2 12a4.8 4.8 0 1 0 0-9.6 4.8 4.8 0 0 0 0 9.6ZM10.6 10.6l3 3',
  sun: 'M8 10.8a2.8 2.8 0 1 0 0-5.6 2.8 2.8 0 0 0 0 5.6ZM8 1.4v1.2M8 13.4v1.2M1.4 8h1.2M13.4 8h1.2M3.3 3.3l.9.9M11.8 11.8l.9.9M3.3 12.7l.9-.9M11.8 4.2l.9-.9',
} as const

/** An icon in the colour of the text around it, silent for assistive technology: what it means is said in words beside it. */
export function Icon({ name, size = 16 }: { readonly name: keyof typeof strokes; readonly size?: number }) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.6"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      <path d={strokes[name]} />
    </svg>
  )
}
