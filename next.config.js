import createNextIntlPlugin from "next-intl/plugin";

const withNextIntl = createNextIntlPlugin("./app/i18n/request.ts");

/** Headers of every response; the Content-Security-Policy of pages carries a nonce and is set by proxy.ts. */
const securityHeaders = [
  { key: "X-Content-Type-Options", value: "nosniff" },
  { key: "X-Frame-Options", value: "DENY" },
  { key: "Referrer-Policy", value: "no-referrer" },
  { key: "Cross-Origin-Opener-Policy", value: "same-origin" },
  { key: "Cross-Origin-Resource-Policy", value: "same-origin" },
  {
    key: "Permissions-Policy",
    value: "camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()",
  },
  { key: "X-Robots-Tag", value: "noindex, nofollow" },
];

/** @type {import("next").NextConfig} */
const nextConfig = {
  distDir: process.env.NEXT_DIST_DIR ?? ".next",
  poweredByHeader: false,
  // The development server would print the arguments of actions: passwords, hospital identifiers.
  logging: { serverFunctions: false },
  reactStrictMode: true,
  // Native or self-locating packages: bundling them breaks their worker threads, wasm or dynamic requires.
  serverExternalPackages: [
    "@cornerstonejs/codec-charls",
    "@cornerstonejs/codec-libjpeg-turbo-8bit",
    "@cornerstonejs/codec-openjpeg",
    "@cornerstonejs/codec-openjph",
    "@electric-sql/pglite",
    "@electric-sql/pglite-socket",
    "graphile-worker",
    "jpeg-lossless-decoder-js",
    "pg",
    "pino",
    "sharp",
    "yauzl",
  ],
  headers: async () => [{ source: "/:path*", headers: securityHeaders }],
  webpack: (config, { isServer }) => {
    if (!isServer) {
      // The codecs and vtk.js name these Node modules on paths that a browser never takes.
      config.resolve.fallback = {
        ...config.resolve.fallback,
        fs: false,
        path: false,
        crypto: false,
        module: false,
      };
    }
    return config;
  },
};

export default withNextIntl(nextConfig);
