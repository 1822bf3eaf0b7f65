export interface Order {
  readonly number: string;
  readonly total: number;
}

/** The shop's back office answers this; the demo has one order. */
export async function getOrder(number: string): Promise<Order> {
  return { number, total: 393.5 };
}
