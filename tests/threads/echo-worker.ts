import { answerQuestions } from '../../server/threads/answering-thread.ts'

let asked = 0
answerQuestions<string, string>((question) => {
  asked += 1
  if (question === 'throw') throw new Error('told to')
  if (question === 'die') process.exit(3)
  return `${question} ${asked}`
})
