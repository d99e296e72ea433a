import { createRoot } from 'react-dom/client';
import { init } from 'kyb-patch';

import { App } from './App';

await init();
createRoot(document.body.appendChild(document.createElement('main'))).render(<App />);
