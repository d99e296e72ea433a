'use server';

import { probe } from '../probe.js';

export async function check() {
  return probe();
}
