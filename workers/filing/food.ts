/**
 * In much of the world a takeaway is a meal, and adverts for meals carry "#takeaway1" as well. Two different
 * words of that trade are enough to leave the post to a person.
 */
export function isAboutFood(text: string): boolean {
  return new Set([...text.matchAll(trade)].map((match) => match[0].toLowerCase())).size >= 2
}

const trade =
  /(?<![\p{L}])(?:pizza|curry|kebabs?|burgers?|fries|chips|noodles|sushi|fried rice|chicken wings|biryani|fish and chips|menu|deliver(?:y|oo)|uber ?eats|doordash|just eat|dine[- ]in|restaurant|takeout|combo|meal deal|order (?:now|online|today)|tasty|delicious|\d+% off|foodie|yum(?:my)?)(?![\p{L}])/giu
