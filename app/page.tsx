import { redirect } from "next/navigation";
import { loadMyHosts } from "@/lib/hosts/loaders";

/** Nothing of its own: to the first host, or to adding one. */
export default async function StartPage() {
	const [host] = await loadMyHosts();
	redirect(host ? `/hosts/${host.id}/overview` : "/hosts/new");
}
