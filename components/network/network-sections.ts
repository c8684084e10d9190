/** The sections of the network, in the order they are shown, each with its address. */
export const NETWORK_SECTIONS = [
  { key: "overview", href: "/network" },
  { key: "protocols", href: "/network/protocols" },
  { key: "discovery", href: "/network/discovery" },
  { key: "harmonisation", href: "/network/harmonisation" },
] as const;
