import { getOrder } from '../../lib/orders';

export default async function ThanksPage({ searchParams }: { searchParams: Promise<{ order: string }> }) {
  const order = await getOrder((await searchParams).order);
  return (
    <main>
      <h1>Thank you for your order</h1>
      <p>
        Order {order.number}, total {order.total}
      </p>
    </main>
  );
}
