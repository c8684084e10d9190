import { NotFoundMessage } from "@/components/shell/not-found-message";

/** Inside the shell: one goes on from here. */
export default function NotFound() {
  return <NotFoundMessage />;
}
