fn main() {
    println!("checked");
}
