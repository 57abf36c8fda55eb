import type { OrderFacts } from './facts.ts';
import {
  emailChanged,
  emailCode,
  guestErasure,
  lowStock,
  newEmail,
  orderCancelled,
  orderPaid,
  orderReceived,
  orderRefunded,
  orderShipped,
  passwordReset,
  paymentFailed,
} from './index.ts';

/** An order's facts for tests and previews. */
export const sampleOrder: OrderFacts = {
  storeName: 'Cartwright Demo',
  storeUrl: 'http://localhost:8000',
  number: 'CW-7K3M-92QF',
  customerName: 'Ada Lovelace',
  lines: [
    {
      name: 'Speckled Stoneware Mug',
      sku: 'COF-MUG-350-MOS',
      options: { colour: 'Moss' },
      quantity: 2,
      lineTotal: 3600,
    },
    {
      name: 'Gooseneck Electric Kettle',
      sku: 'COF-KET-900-BLK',
      options: { colour: 'Matt black' },
      quantity: 1,
      lineTotal: 8900,
    },
    { name: 'Crème Earl Grey', sku: 'TEA-EGC-250', options: { weight: '250 g' }, quantity: 1, lineTotal: 2650 },
  ],
  subtotal: 15_150,
  discounts: [{ label: 'WELCOME10', amount: 1_515 }],
  shipping: 490,
  shippingMethod: 'Standard',
  fees: [],
  taxes: [{ label: 'Sales tax 8.25 %', amount: 1_165, included: false }],
  taxNote: null,
  total: 15_290,
  currency: 'USD',
  shippingAddress: {
    fullName: 'Ada Lovelace',
    line1: '12 St James’s Square',
    line2: 'Second floor',
    city: 'London',
    postalCode: 'SW1Y 4JH',
    country: 'GB',
    phone: '+44 20 7946 0958',
  },
};

const store = { storeName: sampleOrder.storeName, storeUrl: sampleOrder.storeUrl };
const expiresAt = new Date('2026-11-20T11:41:00Z');
const token = 'vKf0Yb2mJrQ8tW4xLz6nPd1sHc3gAe5uTi7oBq9wXyM';

/** Every template about an order, for the given order. */
export function orderSamples(order: OrderFacts = sampleOrder) {
  return {
    'order-received': orderReceived({ ...order, expiresAt }),
    'order-paid': orderPaid(order),
    'order-paid-on-delivery': orderPaid({ ...order, payOnDelivery: true }),
    'payment-failed': paymentFailed({ ...order, expiresAt, reason: 'Your card was declined.' }),
    'order-shipped': orderShipped({
      ...order,
      tracking: { carrier: 'Royal Mail', number: 'RM123456789GB', url: 'https://example.com/track/RM123456789GB' },
    }),
    'order-refunded': orderRefunded({ ...order, refund: 1_800, reason: 'One mug arrived broken.' }),
    'order-cancelled': orderCancelled({
      ...order,
      cancelledBy: 'customer',
      reason: 'Ordered twice.',
      refund: order.total,
    }),
  };
}

export function accountSamples() {
  return {
    'email-code': emailCode({
      ...store,
      code: '482913',
      link: `${store.storeUrl}/verify-email?token=${token}`,
      validMinutes: 10,
    }),
    'new-email': newEmail({
      ...store,
      code: '482913',
      link: `${store.storeUrl}/confirm-email?token=${token}`,
      validMinutes: 60,
    }),
    'email-changed': emailChanged(store),
    'guest-erasure': guestErasure({
      ...store,
      code: '482913',
      link: `${store.storeUrl}/erase-data?token=${token}`,
      validMinutes: 60,
    }),
    'email-code-of-another-account': emailCode({
      ...store,
      code: '482913',
      link: `${store.storeUrl}/verify-email?token=${token}`,
      validMinutes: 10,
      takesAccount: true,
    }),
    'password-reset-of-another-account': passwordReset({
      ...store,
      link: `${store.storeUrl}/reset-password?token=${token}`,
      validMinutes: 60,
      takesAccount: true,
    }),
    'password-reset-of-an-admin': passwordReset({
      ...store,
      link: `${store.storeUrl}/reset-password?token=${token}`,
      validMinutes: 60,
      apiKeys: [{ name: 'Stock sync', prefix: 'cw_live_0123456789ab', createdAt: expiresAt }],
    }),
    'password-reset': passwordReset({
      ...store,
      link: `${store.storeUrl}/reset-password?token=${token}`,
      validMinutes: 60,
    }),
  };
}

/** The e-mails to the operators of the shop. */
export function officeSamples() {
  return {
    'low-stock': lowStock({
      ...store,
      items: [
        { name: 'Brass Desk Clock', sku: 'OFF-CLK-BRS', options: {}, available: 0 },
        { name: 'Picnic Portable Speaker', sku: 'AUD-SP-PIC-MUS', options: { colour: 'Mustard' }, available: 3 },
      ],
      isMore: false,
    }),
  };
}
