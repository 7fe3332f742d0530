/** The rules of one city as versioned data. A need pins `id@version` when it is published. */
export interface Policy {
  id: string
  version: number
  name: { zh: string; en: string }
  /** Review, then publicity, then the contract. Cities that sign first need a pack of their own, which is yet to come. */
  order: 'award-first'
  /** Fewer bids than this at the deadline and the need has failed (流标). */
  minBids: number
  /** Whole days between publication and deadline. */
  minOpenDays: number
  publicityWorkingDays: number
  /** Calendar days from the end of publicity to a signed contract; later, the next rank is asked. */
  signingDays: number
  lateEditDays: number
  panel: { min: number; max: number }
  /** Of 100; a bid below it cannot win. */
  thresholdScore: number
  /** Whether notices of publicity name the amount. */
  amountInPublicity: boolean
  /** ISO dates on which nobody works although it is a weekday. */
  holidays: string[]
  /** ISO dates of weekends on which people work (调休). */
  workdays: string[]
  /** Offset of the city's civil time from UTC, in minutes. */
  utcOffsetMinutes: number
}
