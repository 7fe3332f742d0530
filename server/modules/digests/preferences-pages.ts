import type { Context } from '../../http/context.ts'
import { type FormValues, text } from '../../http/form.ts'
import type { Page } from '../../http/page.ts'
import { localeChoices } from '../accounts/choices.ts'
import type { Person } from '../accounts/person.ts'
import { type Preferences, RHYTHMS, rhythmOf, topicsOf } from '../accounts/preferences.ts'
import { CITY_ZONE } from './digest.ts'

/** Clocks that people who do business with a Chinese city live by; any other is taken by the API. */
const ZONES = [CITY_ZONE, 'Asia/Hong_Kong', 'Asia/Tokyo', 'Asia/Singapore', 'Europe/London', 'Europe/Berlin', 'America/New_York', 'America/Los_Angeles', 'Australia/Sydney', 'UTC']

type Reader = Pick<Context, 'words' | 'locale'>

/** What somebody may choose; neither name nor address, since a link may have been forwarded. */
export function preferencesPage({ preferences, roles }: Person, action: string, reader: Reader): Page {
  const { words } = reader
  const rhythms = RHYTHMS.map((value) => ({ value, label: words(`digests.rhythm.${value}`) }))
  return {
    template: 'digests/preferences', title: words('digests.preferencesTitle'),
    model: {
      action, rhythms, locales: localeChoices(reader), zones: zoneChoices(preferences, reader), ...preferences,
      topics: topicsOf(roles).map((topic) => ({
        name: `topics.${topic}`, label: words(`digests.topic.${topic}`), hint: words(`digests.topicHint.${topic}`), value: rhythmOf(preferences, topic),
      })),
      timeZone: preferences.timeZone ?? CITY_ZONE, pausedUntil: preferences.pausedUntil ?? '',
    },
  }
}

function zoneChoices({ timeZone }: Preferences, { locale }: Reader) {
  const known = timeZone && !ZONES.includes(timeZone) ? [...ZONES, timeZone] : ZONES
  return known.map((zone) => ({ value: zone, label: `${nameOf(zone, locale)} (${zone})` }))
}

function nameOf(timeZone: string, locale: string): string {
  const parts = new Intl.DateTimeFormat(locale, { timeZone, timeZoneName: 'longGeneric' }).formatToParts(0)
  return parts.find((part) => part.type === 'timeZoneName')?.value ?? timeZone
}

/** What a browser sends; an empty date is no pause. */
export function preferencesFromForm(form: FormValues): object {
  const topics = typeof form['topics'] === 'object' && form['topics'] !== null ? form['topics'] : {}
  return { topics, locale: text(form, 'locale'), timeZone: text(form, 'timeZone') || null, pausedUntil: text(form, 'pausedUntil') || null }
}
