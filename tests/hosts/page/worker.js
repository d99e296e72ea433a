import { probe } from './probe.js';

probe().then((result) => postMessage(result), (error) => postMessage(String(error)));
