/** Money is whole yuan (人民币元), an integer: budgets and contract amounts are never stated in fen. */
export type Yuan = number

export const isYuan = (value: number): boolean => Number.isSafeInteger(value) && value >= 0
export const YUAN_PER_WAN = 10_000
