import type { screen as english } from '../en/screen.ts'
import type { TranslationOf } from '../messages.ts'

export const screen: TranslationOf<typeof english> = {
  title: 'Pantalla',
  waitingTitle: 'Esperando la primera respuesta',
  join: 'Escanea el código o publica con {tag}',
  noCode:
    'Sin código para escanear: otros dispositivos no pueden abrir {address}. Indica en PUBLIC_URL la dirección que usa la gente.',
  qr: 'Código QR de {address}',
  offlineSince: 'Sin conexión desde las {time}',
  connecting: 'Conectando',
  paused: 'En pausa',
  pause: 'Pausar',
  resume: 'Seguir',
  next: 'Siguiente',
  fullScreen: 'Pantalla completa',
  keys: 'Espacio pausa, → muestra la siguiente',
  justIn: 'Recién llegada',
  page: '{page} de {pages}',
  video: 'Vídeo',
  gif: 'GIF',
  takeawayOf: 'Idea {number} de {total}',
}
