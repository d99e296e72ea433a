'use client';

import { useEffect, useState } from 'react';
import { probe } from '../probe.js';
import { check } from './actions.js';

export default function Page() {
  const [result, setResult] = useState('');
  useEffect(() => {
    Promise.all([probe(), check()]).then((found) => setResult(JSON.stringify(found)), (error) => setResult(String(error)));
  }, []);
  return <output>{result}</output>;
}
