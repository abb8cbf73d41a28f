import type { Words } from './en.ts';

export const ja: Words = {
  contents: '目次',
  exit: '終了',
  previous: '前へ',
  continue: '次へ',
  dismiss: '閉じる',
  nobody:
    '学習プラットフォームが見つからないため、何も記録されません。記録を残すには、プラットフォームからコースを開いてください。',
  notKept:
    'このプラットフォームが保存できる量は、コースに必要な量より少なくなっています。結果は有効ですが、再開位置は失われることがあります。',
  missing: 'コースを開けませんでした。ページを再読み込みしてください。それでも開けない場合、書き出しが不完全です。',
  noNode: 'この部分はコースにありません。プラットフォームが存在しない部分を要求しました。',
  ended: '終わりました。このウィンドウは閉じて構いません。',
  status: {
    passed: '合格',
    failed: '不合格',
    completed: '完了',
    incomplete: '進行中',
    unknown: '未開始',
  },
};
