import { mount } from 'svelte';
import './app.css';
import { desk } from './api/desk';
import App from './views/App.svelte';

const target = document.getElementById('app');
if (target) mount(App, { target, props: { desk } });
