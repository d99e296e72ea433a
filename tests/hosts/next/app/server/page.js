import { probe } from '../../probe.js';

export const dynamic = 'force-dynamic';

export default async function Page() {
  return <output>{JSON.stringify(await probe())}</output>;
}
