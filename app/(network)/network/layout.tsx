import type { ReactNode } from "react";
import { NetworkNav } from "@/components/network/network-nav";

export default function Layout({ children }: { children: ReactNode }) {
  return (
    <>
      <NetworkNav />
      {children}
    </>
  );
}
