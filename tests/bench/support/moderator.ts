/** Who decides in the benches' own databases. */
export const moderator = { name: 'Bench', email: 'bench@wall.example', password: 'only for a bench' }
