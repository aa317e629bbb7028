const {chromium}=require("playwright-core");
(async()=>{const b=await chromium.launch({executablePath:"/usr/bin/chromium",args:["--no-sandbox"]});
for(const [name,scheme,full,w,h] of [["six","light",false,1280,800],["w","light",false,1280,800],["six","dark",true,1280,800],["w","dark",true,1280,800],["runner","light",true,1280,800],["w","light",true,390,800]]){
 const p=await b.newPage({viewport:{width:w,height:h},colorScheme:scheme}); const errs=[]; p.on("console",m=>errs.push(m.text())); p.on("pageerror",e=>errs.push(String(e)));
 await p.goto("file:///tmp/"+name+".html"); await p.screenshot({path:`/tmp/shot-${name}-${scheme}-${full?"full":"top"}-${w}.png`,fullPage:full}); console.log(name,errs); await p.close();}
await b.close();})()
