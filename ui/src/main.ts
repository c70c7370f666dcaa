import { mount } from 'svelte';
import './app.css';
import { desk } from './api/desk';
import { guard } from './guard';
import App from './views/App.svelte';

guard(window);

const target = document.getElementById('app');
if (target) mount(App, { target, props: { desk } });
