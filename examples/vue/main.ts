import { init } from 'kyb-patch';
import { createApp } from 'vue';

import App from './App.vue';

await init();
createApp(App).mount(document.body.appendChild(document.createElement('main')));
