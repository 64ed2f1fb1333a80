import type { FilterChip } from './filter-words.ts'
import type { ListSearch } from './list-search.ts'

/** A question that asks a little less: "without Status", or "without “Trigger is not GUI”". */
export interface Relaxation {
  readonly label: string
  readonly without: ListSearch
}

/** How many filters at most are left out two at a time: their pairs grow with the square. */
const MOST_FOR_PAIRS = 6

/**
 * Each filter left out alone, and of values that are excluded each of them alone. Of values that are included none is: they stand
 * for one another, so that one less finds less.
 */
export function relaxationsOf(chips: readonly FilterChip[]): readonly Relaxation[] {
  return chips.flatMap((chip) => [
    { label: `without ${nameOf(chip, chips)}`, without: chip.without },
    ...(chip.id.startsWith('-') && chip.parts.length > 1
      ? chip.parts.map(({ sentence, without }) => ({ label: `without “${sentence}”`, without }))
      : []),
  ])
}

/** Two filters left out at once, where no single one is to blame. `describe` says the filters of a question. */
export function pairsOf(
  chips: readonly FilterChip[],
  describe: (search: ListSearch) => readonly FilterChip[],
): readonly Relaxation[] {
  // Of two filters that is all of them, which has a button of its own.
  if (chips.length < 3 || chips.length > MOST_FOR_PAIRS) return []
  return chips.flatMap((one, at) =>
    chips.slice(at + 1).flatMap((other) => {
      const rest = describe(one.without).find(({ id }) => id === other.id)
      const label = `without ${nameOf(one, chips)} and ${nameOf(other, chips)}`
      return rest ? [{ label, without: rest.without }] : []
    }),
  )
}

/** The name, or the whole sentence where two filters have the same name. */
function nameOf(chip: FilterChip, chips: readonly FilterChip[]): string {
  return chips.some((each) => each.name === chip.name && each.id !== chip.id) ? `“${chip.sentence}”` : chip.name
}
