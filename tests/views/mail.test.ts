import t from 'tap'
import { rendererWith } from './sample-page.ts'

const emails = {
  emails: {
    award: {
      'subject.hbs': '中榜：{{title}}\n',
      'text.hbs': '{{title}}\n{{#if none}}x{{/if}}\n\n\n{{href}}\n',
      'html.hbs': '<h1>{{title}}</h1>{{> mail-action href=href label="查看"}}<p class="m-small">{{t "role.issuer"}}</p>',
    },
  },
}
const model = { title: '甲 & 乙 <丙>', href: 'https://example.com/a?b=1&c=2', reason: '因为您参与了此次揭榜', preferencesUrl: 'https://example.com/p', unsubscribeUrl: 'https://example.com/u' }

t.test('a mail has a subject, a text part and an HTML part', async (t) => {
  const mail = rendererWith(t, emails).mail('award', model, 'zh-CN')
  t.equal(mail.subject, '中榜：甲 & 乙 <丙>', 'a subject is plain text on one line')
  t.match(mail.text, /^甲 & 乙 <丙>\n\nhttps:\/\/example\.com\/a\?b=1&c=2\n/, 'text is not escaped and has no gaps')
  t.match(mail.text, '因为您参与了此次揭榜\n')
  t.match(mail.text, '退订: https://example.com/u')
  t.match(mail.html, '甲 &amp; 乙 &lt;丙&gt;</h1>')
  t.match(mail.html, /<a class="m-button" href="https:\/\/example\.com\/a\?b&#x3D;1&amp;c&#x3D;2" style="color:#23458f;display:inline-block;/)
  t.match(mail.html, '<p class="m-small" style="margin:0 0 12px;font-size:13px;color:#596273;">需求方')
  t.match(mail.html, 'prefers-color-scheme: dark')
})

t.test('a subject cannot start a new header', async (t) => {
  const mail = rendererWith(t, emails).mail('award', { ...model, title: 'a\r\nBcc: x@example.com' }, 'en')
  t.equal(mail.subject, '中榜：a Bcc: x@example.com')
})
