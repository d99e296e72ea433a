import { probe } from '../../../probe.js';

export async function POST() {
  return Response.json(await probe());
}
