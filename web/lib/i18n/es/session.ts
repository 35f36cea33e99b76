import type { session as english } from '../en/session.ts'
import type { TranslationOf } from '../messages.ts'

export const session: TranslationOf<typeof english> = {
  signInTitle: 'Entrar',
  signInLead: 'Para quienes moderan y para el equipo. El muro no necesita cuenta.',
  email: 'Correo electrónico',
  password: 'Contraseña',
  passwordShow: 'Mostrar la contraseña',
  signIn: 'Entrar',
  signingIn: 'Entrando…',
  demoSigningIn: 'Entrando en la demostración…',
  signOut: 'Salir',
  signedInAs: 'Has entrado como {name}',
  missingEmail: 'Escribe tu correo electrónico.',
  badEmail: 'Esto no parece una dirección de correo.',
  missingPassword: 'Escribe tu contraseña.',
  wrong: 'El correo y la contraseña no coinciden. Revísalos e inténtalo otra vez.',
  tooMany: 'Demasiados intentos. Prueba de nuevo a las {time}.',
  tooManySoon: 'Demasiados intentos. Espera un minuto y prueba de nuevo.',
  offline: 'No se puede llegar al servidor. Revisa tu conexión e inténtalo otra vez.',
  unavailable: 'El servidor está ocupado o reiniciándose. Inténtalo dentro de un momento.',
  failed: 'No has podido entrar: algo ha fallado por nuestra parte. Inténtalo otra vez.',
  demoFailed:
    'Este enlace de demostración ya no vale. La terminal muestra uno nuevo cada vez que empieza la demostración.',
  forgot: '¿Has olvidado la contraseña? Pide otra invitación a quien administra el muro.',
  setupTitle: 'Este muro todavía no tiene quien lo administre',
  setupLead:
    'Al arrancar, la terminal mostró un enlace de un solo uso que crea la primera cuenta. Abre ese enlace.',
  setupWhere:
    'Se parece a {example}. ¿No lo encuentras? Detén el muro y vuelve a arrancarlo: cada vez muestra un enlace nuevo.',
  accountTitle: 'Crea tu cuenta',
  accountLeadAdmin:
    'Vas a administrar el muro: podrás moderar, ver la sala del equipo e invitar a más personas.',
  accountLeadModerator: 'Te han invitado a moderar este muro.',
  name: 'Nombre',
  nameHint: 'Como te conocen tus colegas. Nunca aparece en el muro.',
  missingName: 'Di cómo te conocen tus colegas.',
  passwordHint: 'Al menos 10 caracteres. Unas cuantas palabras sueltas funcionan bien.',
  shortPassword: 'Usa al menos 10 caracteres.',
  longPassword: 'Usa como mucho 128 caracteres.',
  strengthWeak: 'Fácil de adivinar. Hazla más larga.',
  strengthFair: 'Aceptable. Una más larga es más segura.',
  strengthGood: 'Buena contraseña.',
  create: 'Crear la cuenta',
  creating: 'Creando tu cuenta…',
  noTokenTitle: 'Esta página se abre con un enlace',
  noTokenText:
    'Las cuentas se crean con un enlace de un solo uso: el primero aparece en la terminal al arrancar el muro; los demás los da quien lo administra.',
  usedTitle: 'Este enlace ya se usó o ha caducado',
  usedFirst: 'Detén el muro y vuelve a arrancarlo: la terminal mostrará un enlace nuevo.',
  usedInvited: 'Pide otra invitación a quien administra el muro. Si ya creaste tu cuenta, entra con ella.',
  usedEither:
    'Si estás poniendo en marcha el muro, detenlo y vuelve a arrancarlo: la terminal mostrará un enlace nuevo. Si te invitaron, pide otra invitación a quien lo administra. Si ya creaste tu cuenta, entra con ella.',
  emailTaken: 'Esta dirección ya tiene una cuenta. Entra con ella o usa otra.',
  goSignIn: 'Ir a la entrada',
  goWall: 'Ir al muro',
}
