/** A finished e-mail without its recipient. The subject is one line. */
export interface MailContent {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

export interface StoreFacts {
  readonly storeName: string;
  /** Without a slash at its end. */
  readonly storeUrl: string;
}

export interface OrderLineFacts {
  readonly name: string;
  readonly sku: string;
  readonly options: Readonly<Record<string, string>>;
  readonly quantity: number;
  /** Minor units. */
  readonly lineTotal: number;
}

export interface AddressFacts {
  readonly fullName: string;
  readonly company?: string | null | undefined;
  readonly line1: string;
  readonly line2?: string | null | undefined;
  readonly city: string;
  readonly state?: string | null | undefined;
  readonly postalCode?: string | null | undefined;
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
  readonly phone?: string | null | undefined;
}

/** The facts of every e-mail about an order. Amounts are minor units of `currency`. */
export interface OrderFacts extends StoreFacts {
  readonly number: string;
  /** Opens a guest's order. Undefined for an order of an account, which its owner opens by signing in. */
  readonly orderToken?: string | undefined;
  /** Null, like the address, if the e-mail address is unproven, because both could carry words to a stranger. */
  readonly customerName: string | null;
  readonly lines: readonly OrderLineFacts[];
  readonly subtotal: number;
  /** The discounts of lines and of shipping by their reason, as amounts above 0. */
  readonly discounts: readonly { readonly label: string; readonly amount: number }[];
  readonly shipping: number;
  /** The name of the shipping method, if there is one. */
  readonly shippingMethod: string | null;
  readonly fees: readonly { readonly label: string; readonly amount: number }[];
  /** The taxes by rate. An included tax is part of the other amounts. */
  readonly taxes: readonly { readonly label: string; readonly amount: number; readonly included: boolean }[];
  /** The reason for which a business is charged no tax. Null if tax does not depend on the customer. */
  readonly taxNote: string | null;
  readonly total: number;
  readonly currency: string;
  /** Whether the sums below the lines are shown; true when left out. */
  readonly hasSums?: boolean;
  readonly shippingAddress: AddressFacts | null;
}
