//! scratch
use document::certificate::*; use document::font::*; use document::sign::*;
fn main(){ let fonts=FontSet::load(&FontPaths::in_directory(std::path::Path::new("/work/main/target/fonts"))).unwrap();
 let s=Signer::generate(&NewIdentity{common_name:"示例街道办事处",secret:&[7;32],serial:&[9;16],not_before:1_767_225_600,not_after:2_082_758_400}).unwrap();
 std::fs::write("/tmp/doc-out/cert.pem", s.certificate_pem().unwrap()).unwrap();
 let d=|y,m,d| chrono::NaiveDate::from_ymd_opt(y,m,d).unwrap();
 let f=CertificateFacts{serial:"AX-2026-000123".into(),revision:1,holder:"张㛃𬱖".into(),unit:"示例机械制造有限公司".into(),training:"2026年度工贸企业主要负责人安全生产培训".into(),hours:"12".into(),score:"92 分".into(),issued_on:d(2026,11,23),valid_until:Some(d(2027,11,22)),issuer:"示例街道办事处".into(),verify_url:"https://anxun.example.cn/verify/AX-2026-000123?c=Q7h2KfV9sPmX".into(),seal:None,issued_at:1_795_413_600};
 let mut long=f.clone(); long.holder="阿不都热依木·买买提吐尔逊·阿卜杜热合曼·麦麦提依明·古丽巴哈尔·阿依古丽".into(); long.unit="示例省示例市示例区示例街道高新技术产业开发区危险化学品仓储物流与金属制品综合加工产业园管理有限责任公司第三分公司".into(); long.training="2026年度危险化学品、金属冶炼、粉尘涉爆、涉氨制冷与有限空间作业单位主要负责人和安全生产管理人员安全生产知识与管理能力提升专题培训班（第二期，含复训）".into(); long.revision=2; long.issuer="示例省示例市示例区人民政府示例街道办事处安全生产委员会办公室".into(); long.valid_until=None; long.seal=std::fs::read("/tmp/doc-out/seal.png").ok();
 let mut lat=f.clone(); lat.holder="O'Neil <Smith> & Söhne".into(); lat.seal=std::fs::read("/tmp/doc-out/seal.png").ok();
 let mut max=f.clone(); max.holder="张".repeat(60); max.unit="厂".repeat(80); max.training="训".repeat(120); max.issuer="办".repeat(60);
 for (n,f) in [("a",f),("long",long),("lat",lat),("max",max)] { std::fs::write(format!("/tmp/doc-out/{n}.pdf"), render(&f,&fonts,Some(&s)).unwrap()).unwrap(); } }
