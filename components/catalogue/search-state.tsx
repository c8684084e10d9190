"use client";

import { useRouter } from "next/navigation";
import {
  createContext,
  useCallback,
  useContext,
  useMemo,
  useOptimistic,
  useTransition,
  type ReactNode,
} from "react";
import { catalogueHref, type CatalogueState } from "@/lib/catalogue/search-params";
import {
  EMPTY_QUERY,
  without,
  type CatalogueQuery,
  type CatalogueView,
  type Criterion,
} from "@/lib/catalogue/search-query";

interface SearchState extends CatalogueState {
  /** An answer is on its way; the last one stays on screen. */
  pending: boolean;
  ask: (change: Partial<CatalogueQuery>) => void;
  look: (change: Partial<CatalogueView>) => void;
  drop: (criterion: Criterion) => void;
  clear: () => void;
}

const Context = createContext<SearchState | null>(null);

/**
 * The question on screen. It lives in the address: each change is one navigation, so that "back" undoes it. Boxes
 * tick at once; the numbers follow.
 */
export function SearchStateProvider({ state, children }: { state: CatalogueState; children: ReactNode }) {
  const router = useRouter();
  const [pending, start] = useTransition();
  const [shown, setShown] = useOptimistic(state);

  const go = useCallback(
    (next: CatalogueState) => {
      start(() => {
        setShown(next);
        router.push(catalogueHref(next), { scroll: false });
      });
    },
    [router, setShown],
  );

  const value = useMemo<SearchState>(() => {
    const { query, view } = shown;
    const askFor = (next: CatalogueQuery) => {
      go({ query: next, view: { ...view, page: 1 } });
    };
    return {
      query,
      view,
      pending,
      ask: (change) => {
        askFor({ ...query, ...change });
      },
      look: (change) => {
        go({ query, view: { ...view, page: 1, ...change } });
      },
      drop: (criterion) => {
        askFor(without(query, criterion));
      },
      clear: () => {
        go({ query: EMPTY_QUERY, view: { ...view, page: 1 } });
      },
    };
  }, [shown, pending, go]);

  return <Context value={value}>{children}</Context>;
}

/** The question, and how to change it. */
export function useSearchState(): SearchState {
  const state = useContext(Context);
  if (!state) throw new Error("no SearchStateProvider above");
  return state;
}
