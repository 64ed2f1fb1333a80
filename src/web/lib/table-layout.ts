import { COLUMN_IDS, PINNED_COLUMNS, isColumnId, type ColumnId } from './list-columns.ts'
import { MAX_WIDTH, MIN_WIDTH, type ColumnWidths } from './table-arrangement.ts'

export const DENSITIES = ['compact', 'default', 'comfortable'] as const
export type Density = (typeof DENSITIES)[number]

/** Pixels of a row. */
export const ROW_PX: Readonly<Record<Density, number>> = { compact: 32, default: 40, comfortable: 56 }

/** How this browser lays out the list. */
export interface TableLayout {
  /** Columns in their order, the pinned ones left out; null: nobody chose. */
  readonly columns: readonly ColumnId[] | null
  readonly widths: ColumnWidths
  readonly density: Density
}

export const DEFAULT_LAYOUT: TableLayout = { columns: null, widths: {}, density: 'default' }

/** Raised when a stored layout would be misread; then older ones count for nothing. */
const VERSION = 1

/** What the browser stored, as far as it makes sense: torn, foreign or future texts are the default, foreign parts are left out. */
export function toTableLayout(text: string | null): TableLayout {
  const found = parse(text)
  if (found['version'] !== VERSION) return DEFAULT_LAYOUT
  const { columns, widths, density } = found
  return {
    columns: Array.isArray(columns) ? [...new Set(columns.filter(isColumnId))] : null,
    widths: toWidths(widths),
    density: DENSITIES.find((known) => known === density) ?? 'default',
  }
}

/** The layout as it is stored. */
export function writeTableLayout(layout: TableLayout): string {
  return JSON.stringify({ version: VERSION, ...layout })
}

/** A width within the bounds, in whole pixels. */
export function clampWidth(px: number): number {
  return Math.round(Math.min(MAX_WIDTH, Math.max(MIN_WIDTH, px)))
}

function parse(text: string | null): Readonly<Record<string, unknown>> {
  try {
    return asRecord(JSON.parse(text ?? '{}'))
  } catch {
    return {}
  }
}

function asRecord(value: unknown): Readonly<Record<string, unknown>> {
  // What is read of it is unknown still.
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
}

function toWidths(value: unknown): ColumnWidths {
  const found = asRecord(value)
  const known = [...PINNED_COLUMNS, ...COLUMN_IDS].flatMap((id) => {
    const px = Object.hasOwn(found, id) ? found[id] : null
    return typeof px === 'number' && Number.isFinite(px) ? [[id, clampWidth(px)]] : []
  })
  return Object.fromEntries(known)
}
