import type { Words } from './en.ts';

export const tr: Words = {
  contents: 'İçindekiler',
  exit: 'Çıkış',
  previous: 'Önceki',
  continue: 'Devam',
  dismiss: 'Gizle',
  nobody:
    'Öğrenme platformu bulunamadı, bu yüzden hiçbir şey kaydedilmiyor. Kaydın saklanması için kursu platformdan açın.',
  notKept: 'Bu platform kursun gerektirdiğinden daha azını saklıyor. Sonucunuz geçerli; kaldığınız yer kaybolabilir.',
  missing: 'Kurs açılamadı. Sayfayı yeniden yükleyin; işe yaramazsa dışa aktarma eksiktir.',
  noNode: 'Bu bölüm kursta yok. Platform, var olmayan bir bölüm istedi.',
  ended: 'Bitti. Bu pencereyi kapatabilirsiniz.',
  status: {
    passed: 'Geçti',
    failed: 'Kaldı',
    completed: 'Tamamlandı',
    incomplete: 'Sürüyor',
    unknown: 'Başlanmadı',
  },
};
