import {
  type Cartwright,
  type Contract,
  type Download,
  type IdempotentMutation,
  type Mutation,
  procedures as ownProcedures,
  type ProcedureFacts,
  type Query,
  type Subscription,
} from '@cartwright/sdk';
import type { InfiniteData, QueryClient, QueryKey } from '@tanstack/react-query';

type Input<I> = [I] extends [void] ? [] : Partial<I> extends I ? [input?: I] : [input: I];
type Variables<I> = [I] extends [void] ? void : I;
/** A function of TanStack Query gets a signal that ends the request. */
interface Reading {
  readonly signal: AbortSignal;
}

interface QueryMethods<I, O> {
  /** The key of one input, or of all inputs without one. */
  key(input?: I): QueryKey;
  /** Options for `useQuery`, `useSuspenseQuery` and `prefetchQuery`. */
  queryOptions(...input: Input<I>): { queryKey: QueryKey; queryFn: (reading: Reading) => Promise<O> };
}

interface PageMethods<I, O> {
  /** Options for `useInfiniteQuery`. Each page is one answer of the procedure. */
  infiniteOptions(...input: Input<I>): {
    queryKey: QueryKey;
    queryFn: (reading: Reading & { readonly pageParam: string | undefined }) => Promise<O>;
    initialPageParam: string | undefined;
    getNextPageParam: (page: O) => string | undefined;
    select?: (data: InfiniteData<O, string | undefined>) => InfiniteData<O, string | undefined>;
  };
}

interface MutationMethods<I, O> {
  /**
   * Options for `useMutation`. After a success they renew the queries that the mutation can have changed. Pass `client`
   * to name the client whose queries are renewed.
   */
  mutationOptions(client: QueryClient): {
    mutationKey: QueryKey;
    mutationFn: (variables: Variables<I>) => Promise<O>;
    onSuccess: (answer: O) => Promise<void>;
  };
}

type MethodsOf<P> =
  P extends Query<infer I, infer O>
    ? QueryMethods<I, O> & (O extends { nextCursor: string | null } ? PageMethods<I, O> : unknown)
    : P extends Mutation<infer I, infer O> | IdempotentMutation<infer I, infer O>
      ? MutationMethods<I, O>
      : P extends Subscription<unknown, unknown> | Download<unknown>
        ? unknown
        : QueriesOf<P>;

/** The options of every procedure of a contract, and the key of every group of procedures. */
export type QueriesOf<C> = { readonly [Name in keyof C]: MethodsOf<C[Name]> } & { key(): QueryKey };

/** Groups that a mutation changes beside its own. */
const alsoChanges: Readonly<Record<string, readonly string[]>> = { 'orders.place': ['cart', 'products'] };

/** Mutations that change nothing that a query reads. */
const changesNothing: ReadonlySet<string> = new Set([
  'orders.quote',
  'auth.requestCode',
  'auth.requestPasswordReset',
  'auth.requestErasure',
]);

type Method = (...args: unknown[]) => Promise<unknown>;
type Tree = { [name: string]: unknown };

/**
 * Builds options for TanStack Query from a client. A mutation renews what it can have changed: its own group, every
 * query after a sign-in or sign-out, and the cart directly if the mutation returns it.
 *
 * @example
 * const api = queriesOf(shop);
 * const { data } = useQuery(api.products.get.queryOptions({ idOrSlug: 'enamel-mug' }));
 * const add = useMutation(api.cart.addItem.mutationOptions(useQueryClient()));
 */
export function queriesOf<C = Contract>(
  shop: Cartwright,
  procedures: Readonly<Record<string, ProcedureFacts>> = ownProcedures,
): QueriesOf<C> {
  const root: Tree = { key: () => [] };
  for (const [name, facts] of Object.entries(procedures)) {
    const path = name.split('.');
    let at: Tree = root;
    let method: unknown = shop;
    for (const [depth, part] of path.entries()) {
      method = (method as Tree)[part];
      at = (at[part] ??= { key: () => path.slice(0, depth + 1) }) as Tree;
    }
    Object.assign(at, optionsOf(path, facts, method as Method));
  }
  return root as unknown as QueriesOf<C>;
}

function optionsOf(path: string[], { kind, input, answers }: ProcedureFacts, method: Method): Tree {
  const name = path.join('.');
  const key = (given?: unknown) => (given === undefined ? path : [...path, given]);
  if (kind === 'query') {
    return {
      key,
      queryOptions: (given?: unknown) => ({
        queryKey: key(given),
        queryFn: ({ signal }: Reading) => (input ? method(given, { signal }) : method({ signal })),
      }),
      infiniteOptions: (given?: object) => ({
        queryKey: [...path, 'pages', given ?? {}],
        queryFn: ({ signal, pageParam: cursor }: Reading & { pageParam?: string }) =>
          method({ ...given, ...(cursor && { cursor }) }, { signal }),
        initialPageParam: undefined,
        getNextPageParam: (page: { nextCursor: string | null }) => page.nextCursor ?? undefined,
      }),
    };
  }
  return {
    mutationOptions: (client: QueryClient) => ({
      mutationKey: path,
      mutationFn: (variables: unknown) => (input ? method(variables) : method()),
      async onSuccess(answer: unknown) {
        if (changesNothing.has(name)) return;
        if (answers === 'cart') client.setQueryData(['cart', 'get'], answer);
        else if (answers === 'session' || /^auth\.(logout|deleteMe)/.test(name)) await client.invalidateQueries();
        else await Promise.all(groupsOf(name).map((group) => client.invalidateQueries({ queryKey: group.split('.') })));
      },
    }),
  };
}

/** The groups of queries that a mutation can have changed. */
function groupsOf(name: string): string[] {
  const [first = '', second = ''] = name.split('.');
  return [first, ...(first === 'admin' ? [second] : []), ...(alsoChanges[name] ?? [])];
}
