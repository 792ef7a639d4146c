import { redirect } from "next/navigation";

export default async function HostPage({ params }: { params: Promise<{ hostId: string }> }) {
	redirect(`/hosts/${(await params).hostId}/overview`);
}
