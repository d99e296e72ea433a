'use client';

import { useEffect, useState } from 'react';
import { probe } from '../probe.js';

export default function Page() {
  const [result, setResult] = useState('');
  useEffect(() => {
    probe().then((found) => setResult(JSON.stringify(found)), (error) => setResult(String(error)));
  }, []);
  return <output>{result}</output>;
}
